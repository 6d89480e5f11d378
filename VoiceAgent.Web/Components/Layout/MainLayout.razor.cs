using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace VoiceAgent.Web.Components.Layout;

/// <summary>The frame of every page: app bar, navigation, colours that follow the system, and an error boundary around the page.</summary>
public sealed partial class MainLayout(NavigationManager navigation) : IDisposable
{
    private ErrorBoundary? _boundary;
    private bool _isDrawerOpen = true;
    private bool _isSignedIn;

    [CascadingParameter] private Task<AuthenticationState>? Authentication { get; set; }

    // What is clicked or typed before the circuit is up would be lost. A visitor's pages work without one.
    private bool IsWaiting => _isSignedIn && !RendererInfo.IsInteractive;

    // A fragment alone would lead to the base address: the page's own path has to be in front of it.
    private string SkipAddress => new Uri(navigation.Uri).AbsolutePath + "#content";

    private string DrawerState => _isDrawerOpen ? "true" : "false";

    public void Dispose() => navigation.LocationChanged -= OnLocationChanged;

    protected override async Task OnInitializedAsync()
    {
        navigation.LocationChanged += OnLocationChanged;
        _isSignedIn = Authentication is not null && (await Authentication).User.Identity?.IsAuthenticated is true;
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change) => Recover();

    private void Recover() => _boundary?.Recover();

    private void ToggleDrawer() => _isDrawerOpen = !_isDrawerOpen;

    private void ShowDrawer(bool isOpen) => _isDrawerOpen = isOpen;
}
