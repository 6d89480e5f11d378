using Microsoft.AspNetCore.Components;
using VoiceAgent.Web.Hosting.SignIn;

namespace VoiceAgent.Web.Components.Account.Pages;

/// <summary>The second step of signing in: a code of the app, or a recovery code.</summary>
public sealed partial class TwoStep(SecondStep secondStep, NavigationManager navigation) : ComponentBase
{
    private readonly FormProblems _problems = new();

    [CascadingParameter] private HttpContext HttpContext { get; set; } = default!;

    [SupplyParameterFromForm(FormName = "two-step")] private TypedCode? Input { get; set; }

    [SupplyParameterFromQuery(Name = "returnUrl")] private string? ReturnUrl { get; set; }

    [SupplyParameterFromQuery(Name = "recovery")] private bool IsRecovery { get; set; }

    private string Return => Uri.EscapeDataString(LocalAddress.OrHome(ReturnUrl));

    private string OtherAddress => $"/account/two-step?returnUrl={Return}" + (IsRecovery ? string.Empty : "&recovery=true");

    private string OtherText => IsRecovery ? SecurityText.UseApp : SecurityText.UseRecoveryCode;

    protected override async Task OnInitializedAsync()
    {
        if (HttpMethods.IsGet(HttpContext.Request.Method) && await secondStep.FindPendingAsync() is null)
        {
            StartAgain();
        }
    }

    private async Task SubmitAsync()
    {
        var code = Input?.Code ?? string.Empty;
        _problems.Add("Code", string.IsNullOrWhiteSpace(code) ? SecurityText.EnterCode : null);
        if (_problems.Any)
        {
            return;
        }

        switch (await secondStep.FinishAsync(code, HttpContext.RequestAborted))
        {
            case null:
                StartAgain();
                break;
            case ProofOutcome.Proved:
                navigation.NavigateTo(LocalAddress.OrHome(ReturnUrl));
                break;
            case { } refused:
                _problems.Add("Code", ProofText.Of(refused, IsRecovery ? SecurityText.WrongRecoveryCode : SecurityText.WrongCode));
                break;
        }
    }

    private void StartAgain() => navigation.NavigateTo($"/account/sign-in?expired=true&returnUrl={Return}");

    /// <summary>The posted form.</summary>
    public sealed class TypedCode
    {
        public string? Code { get; set; }
    }
}
