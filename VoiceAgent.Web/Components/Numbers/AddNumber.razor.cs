using Microsoft.AspNetCore.Components;

namespace VoiceAgent.Web.Components.Numbers;

/// <summary>Adds a number by typing it or from the list at the carrier.</summary>
public sealed partial class AddNumber
{
    private string? _typed;
    private string? _problem;
    private string? _outcome;
    private bool _isImporting;

    [Parameter, EditorRequired]
    public NumbersModel Model { get; set; } = default!;

    /// <summary>Raised when the list of numbers has changed.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    private bool HasProblem => _problem is not null;

    private string ImportButton => _isImporting ? NumbersText.Importing : NumbersText.Import;

    private async Task AddTypedAsync()
    {
        await AddAsync(_typed);
        if (_problem is null)
        {
            _typed = null;
        }
    }

    private async Task AddAsync(string? number)
    {
        _outcome = null;
        _problem = await Model.AddAsync(number, CancellationToken.None);
        if (_problem is null)
        {
            _outcome = NumbersText.Added(number?.Trim() ?? string.Empty);
            await OnChanged.InvokeAsync();
        }
    }

    private async Task ImportAsync()
    {
        _isImporting = true;
        try
        {
            await Model.ImportAsync(CancellationToken.None);
        }
        finally
        {
            _isImporting = false;
        }
    }
}
